import type { SessionHealth } from "../api/types";
import { useFormat, useText } from "../i18n/context";
import { type Push, pushesOf } from "./push";

/** Which component pushes the bot from ideal, and by how much. */
export function ComponentPush({ health }: { health: SessionHealth }) {
  const { bot: words } = useText();
  const format = useFormat();
  const pushes = pushesOf(health);
  const strongest = pushes[0];
  return (
    <div className="push">
      <p>
        {strongest && strongest.share > 0
          ? words.mostly(words.component[strongest.name], format.share(strongest.share, 1))
          : words.nothingPushes}
      </p>
      <ul className="push">
        {pushes.map((push) => (
          <PushRow key={push.name} push={push} />
        ))}
      </ul>
      <p className="small quiet">
        {words.evidence[health.evidence]} {words.prior}
      </p>
    </div>
  );
}

function PushRow({ push }: { push: Push }) {
  const { bot: words } = useText();
  const format = useFormat();
  const volume = push.name === "volume";
  const write = (value: number) =>
    volume ? format.decimal(value, 1) : `${format.decimal(100 * value, 1)}%`;
  return (
    <li>
      <span>{words.component[push.name]}</span>
      <span>{words.sigmaOf(format.decimal(push.z, 2))}</span>
      <span className="push-bar">
        <span style={{ width: `${100 * push.share}%` }} />
      </span>
      <span className="small quiet">
        {words.observed} {write(push.observed)} · {volume ? words.planned : words.ideal}{" "}
        {write(push.ideal)}
      </span>
      <span className="small quiet">{format.share(push.share, 1)}</span>
    </li>
  );
}
