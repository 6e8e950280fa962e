"""Pictures. The only code that knows Matplotlib; it uses figures of its own and leaves global settings as they were."""
