"""Counts for Prometheus, on a loopback port of their own. Numbers only: no label says who, where or which room."""

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from folkmoot.meet.hub import Hub

LOOPBACK = "127.0.0.1"


class HubCollector(Collector):
    """Reads the hub when asked. In another thread, so it only copies numbers."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def collect(self) -> Iterable[Metric]:
        """Everything that is counted."""
        hub, counts = self._hub, self._hub.counts
        rooms = list(hub.rooms.values())
        yield GaugeMetricFamily("folkmoot_rooms", "Rooms somebody is in or may come back to.", len(rooms))
        connections = sum(len(room.seats) for room in rooms)
        yield GaugeMetricFamily("folkmoot_connections", "Open connections to rooms.", connections)
        totals = {
            "rooms_made": ("Rooms made.", counts.rooms_made),
            "rooms_erased": ("Rooms erased.", counts.rooms_erased),
            "joins": ("Connections let in.", counts.joins),
            "commits": ("Commits that won.", counts.commits),
            "conflicts": ("Commits that lost.", counts.conflicts),
            "messages": ("Messages put into a log.", counts.messages),
            "signals": ("Signals passed on.", counts.signals),
            "reopened": ("Commits undone by the members.", counts.reopened),
        }
        for name, (text, value) in totals.items():
            yield CounterMetricFamily(f"folkmoot_{name}", text, value)
        refused = CounterMetricFamily("folkmoot_refused", "Refusals by code.", labels=["code"])
        for code, value in dict(counts.refused).items():
            refused.add_metric([code], value)
        yield refused


@dataclass(frozen=True, slots=True)
class MetricsServer:
    """Runs in a thread of its own until `stop`."""

    server: WSGIServer
    thread: Thread

    @classmethod
    def start(cls, hub: Hub, port: int) -> "MetricsServer":
        """Raises `OSError` when the port is taken."""
        registry = CollectorRegistry(auto_describe=False)
        registry.register(HubCollector(hub))
        return cls(*start_http_server(port, LOOPBACK, registry))

    def stop(self) -> None:
        """Closes the port."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
