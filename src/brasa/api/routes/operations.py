"""For those who run the server: is it alive, is it ready, what does it count."""

from litestar import Response, Router, get
from litestar.di import NamedDependency
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from brasa.api.readiness import Readiness


@get("/healthz", summary="The process answers")
async def healthz() -> dict[str, str]:
    """200 for as long as the process answers at all."""
    return {"status": "ok"}


@get("/readyz", summary="The server can work")
async def readyz(readiness: NamedDependency[Readiness]) -> Response[dict[str, object]]:
    """200 when every check passes, 503 with the names of those that do not."""
    failed = await readiness.failing()
    body: dict[str, object] = {"status": "failing" if failed else "ok", "failing": failed}
    return Response(body, status_code=503 if failed else 200)


@get("/metrics", summary="Prometheus metrics", media_type="text/plain", sync_to_thread=False)
def metrics(registry: NamedDependency[CollectorRegistry]) -> Response[bytes]:
    """Every counter, in the text format of Prometheus."""
    return Response(generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


router = Router(path="/", route_handlers=[healthz, readyz, metrics], tags=["operations"])
