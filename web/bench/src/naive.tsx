import { createRoot } from "react-dom/client";
import "@brasa/react/style.css";
import { GuideDashboard } from "./GuideDashboard";
import { useWebSocketDashboard } from "./guide-hook";

createRoot(document.getElementById("root") as HTMLElement).render(
  <GuideDashboard organizationId={1} useWebSocketDashboard={useWebSocketDashboard} />,
);
