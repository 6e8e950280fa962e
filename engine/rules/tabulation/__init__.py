"""Books asked: durable_rules fills truth tables once, decisions are looked up in them ever after."""

__all__: list[str] = []
