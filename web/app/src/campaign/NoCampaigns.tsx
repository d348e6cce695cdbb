import { useText } from "../i18n/context";
import { Empty } from "../ui/Empty";

/** In the place of the first campaign: how to make it. */
export function NoCampaigns() {
  const { campaign: words } = useText();
  return (
    <Empty icon="campaigns" title={words.empty} note={words.emptyNote}>
      <code>brasa campaign create campanha.toml</code>
    </Empty>
  );
}
