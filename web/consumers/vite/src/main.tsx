import { CampaignDashboard } from "@brasa/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import "@brasa/react/style.css";
import { CampaignDashboard as GuideDashboard } from "./guide";

const query = new URLSearchParams(location.search);
const url = query.get("server") ?? undefined;
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    {query.has("guide") ? (
      <GuideDashboard organizationId={1} />
    ) : (
      <CampaignDashboard organizationId={1} {...(url ? { url } : {})} />
    )}
  </StrictMode>,
);
