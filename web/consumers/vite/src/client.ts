import { createBrasaClient } from "@brasa/react/client";

const url = new URLSearchParams(location.search).get("server") ?? "http://localhost:4000";
const client = createBrasaClient({ organizationId: 1, url });
client.connection.subscribe(() => {
  document.title = client.connection.getSnapshot().status;
});
client.retain();
