import { useText } from "../i18n/context";
import { Link } from "../router/Link";
import { useLocation } from "../router/location";
import { Icon } from "../ui/Icon";
import { PLACES } from "./places";

export function Nav() {
  const text = useText();
  const { path } = useLocation();
  return (
    <nav aria-label={text.nav.main}>
      <ul>
        {PLACES.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} aria-current={isHere(href, path) ? "page" : undefined}>
              <Icon name={name} size={16} />
              <span>{text.nav[name]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const isHere = (href: string, path: string) =>
  href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
