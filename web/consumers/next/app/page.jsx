import { CampaignDashboard } from "@brasa/react";

export const dynamic = "force-dynamic";

/** A server component: the package says itself which of its parts run in the browser. */
export default function Page() {
  return <CampaignDashboard organizationId={1} url={process.env.BRASA_URL} />;
}
