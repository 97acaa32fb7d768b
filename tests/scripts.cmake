# Tests that are scripts: each is added here with add_test.
