import { NotificationProvider } from "../notification/context";
import { OrganizationGate } from "../organization/Gate";
import { useLocation } from "../router/location";
import { Page } from "./Page";
import { WallPage } from "./routes";
import { Shell } from "./Shell";
import { TitleBadge } from "./TitleBadge";

export function App() {
  const { path } = useLocation();
  return (
    <OrganizationGate>
      <NotificationProvider>
        <TitleBadge />
        {path === "/wall" ? (
          <Page path={path} page={WallPage} />
        ) : (
          <Shell>
            <Page path={path} />
          </Shell>
        )}
      </NotificationProvider>
    </OrganizationGate>
  );
}
