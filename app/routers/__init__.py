"""HTTP and socket routes: parse, permit, call one action or query, shape. No rules live here."""
