/// Exports nothing: refused.
int nothing() { return 0; }
