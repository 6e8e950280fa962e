"""kam-sandbox: try a key-account playbook ten thousand times before you try it once."""
