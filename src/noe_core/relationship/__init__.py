"""The stream that holds almost everything: what one provider and one client do together."""
