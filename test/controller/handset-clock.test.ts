import { describe, expect, it } from "vitest";
import { HandsetClock, hostNowUs } from "../../controller/handset-clock.ts";

describe("the handset's clock", () => {
  it("keeps the sharpest answer and maps the present by it", async () => {
    const clock = new HandsetClock();
    const ahead = 5_000_000;
    const slow = await clock.sample(async () => {
      const asked = hostNowUs();
      while (hostNowUs() - asked < 4000); // an answer that takes long to come back
      return asked + ahead;
    });
    const quick = await clock.sample(() => Promise.resolve(hostNowUs() + ahead));
    expect(quick.errorUs).toBeLessThan(slow.errorUs);
    expect(clock.best).toBe(quick);
    const { t, errorUs } = clock.now();
    expect(Math.abs(t - (hostNowUs() + ahead))).toBeLessThanOrEqual(errorUs + 1000);
    expect(slow.errorUs).toBeGreaterThanOrEqual(2000);
  });

  it("is the host's own clock before it was ever asked", () => {
    expect(new HandsetClock().now().errorUs).toBe(0);
  });
});
