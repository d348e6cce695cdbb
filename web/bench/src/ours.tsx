import { useWebSocketDashboard } from "@brasa/react";
import { createRoot } from "react-dom/client";
import "@brasa/react/style.css";
import { GuideDashboard } from "./GuideDashboard";

const useHere = (organizationId: number) =>
  useWebSocketDashboard(organizationId, { url: location.origin });

createRoot(document.getElementById("root") as HTMLElement).render(
  <GuideDashboard organizationId={1} useWebSocketDashboard={useHere} />,
);
