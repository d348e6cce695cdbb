import { useText } from "../i18n/context";
import { Link } from "../router/Link";
import { Empty } from "../ui/Empty";
import { usePageTitle } from "./title";

export default function MissingPage() {
  const text = useText();
  usePageTitle(text.common.notFound);
  return (
    <div className="page">
      <h1 className="unseen">{text.common.notFound}</h1>
      <Empty icon="search" title={text.common.notFound}>
        <Link className="button" href="/">
          {text.common.home}
        </Link>
      </Empty>
    </div>
  );
}
