"""What the live part counts for Prometheus; several processes put it together by themselves."""

from prometheus_client import Gauge

OPEN = Gauge(
    "doithoai_live_connections",
    "Open live sockets by view.",
    ["view"],
    multiprocess_mode="livesum",
)
