import type { ReactNode } from "react";
import { CommandKeys } from "../command/CommandKeys";
import { ConnectionBanner } from "../connection/ConnectionBanner";
import { ConnectionPill } from "../connection/ConnectionPill";
import { useTrust } from "../connection/useTrust";
import { useText } from "../i18n/context";
import { Toasts } from "../notification/Toasts";
import { Link } from "../router/Link";
import { SettingsMenu } from "../settings/SettingsMenu";
import { Brand } from "./Brand";
import { Nav } from "./Nav";
import "./shell.css";

/** The frame of every page: where one is, how live it is, and the page itself. */
export function Shell({ children }: { children: ReactNode }) {
  const text = useText();
  const trusted = useTrust();
  return (
    <div className="shell">
      <a className="skip button" href="#content">
        {text.nav.skip}
      </a>
      <header className="rail">
        <Link href="/" className="home">
          <Brand />
        </Link>
        <Nav />
      </header>
      <div className="stage">
        <section className="bar" aria-label={text.connection.title}>
          <CommandKeys />
          <ConnectionPill />
          <SettingsMenu />
        </section>
        <ConnectionBanner />
        <main id="content" tabIndex={-1} className={trusted ? "" : "untrusted"}>
          {children}
        </main>
      </div>
      <Toasts />
    </div>
  );
}
