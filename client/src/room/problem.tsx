import { MicOff, VideoOff } from "lucide-react";

import type { Device, DeviceProblem } from "../call/state.ts";
import { browserOf } from "../call/support.ts";
import { Banner } from "../ui/banner.tsx";
import { Button } from "../ui/button.tsx";
import { useWords } from "../ui/language.tsx";
import { Live } from "../ui/live.tsx";

import { placeOf } from "./place.ts";

interface ProblemsProps {
  readonly microphone: Device;
  readonly camera: Device;
  readonly onRetry: () => void;
}

type What = "microphone" | "camera" | "both";

/** What keeps a device from working, and what to do about it in this very browser. One banner when both have the same. */
export function Problems({ microphone, camera, onRetry }: ProblemsProps) {
  const both = microphone.problem !== null && microphone.problem === camera.problem;
  return (
    <Live>
      {both && <Problem what="both" problem={microphone.problem} onRetry={onRetry} />}
      {!both && microphone.problem !== null && <Problem what="microphone" problem={microphone.problem} onRetry={onRetry} />}
      {!both && camera.problem !== null && <Problem what="camera" problem={camera.problem} onRetry={onRetry} />}
    </Live>
  );
}

function Problem({ what, problem, onRetry }: { readonly what: What; readonly problem: DeviceProblem; readonly onRetry: () => void }) {
  const t = useWords();
  const place = placeOf(browserOf(navigator.userAgent).name, navigator.userAgent, navigator.maxTouchPoints);
  return (
    <Banner icon={what === "camera" ? VideoOff : MicOff} tone="warn" title={t(`problem-${problem}-${what}`)}>
      {problem === "refused" ? t(`problem-allow-${place}`) : t(`problem-${problem}-text`)}
      <Button kind="quiet" onClick={onRetry}>
        {t("try-again")}
      </Button>
    </Banner>
  );
}
