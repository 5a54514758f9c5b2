import { describe, expect, test } from "vitest";
import { explainAddress, viewAddress } from "../../src/app/requests";
import { addressOf, namesSite, routeOf, toView } from "../../src/app/route";

describe("an address", () => {
  test("of a picture on a screen names no site yet, and keeps its code", () => {
    const route = routeOf("/app/-/screens", "?code=BCDFHJKL");
    expect(namesSite(route)).toBe(false);
    expect(addressOf({ ...route, site: "aarhus" })).toBe("/app/aarhus/screens?code=BCDFHJKL");
    expect(namesSite(routeOf("/app/aarhus", ""))).toBe(true);
    expect(namesSite(routeOf("/app", ""))).toBe(false);
  });

  test.each([
    "/app",
    "/app/aarhus/overview",
    "/app/aarhus/queues/sales?window=30m",
    "/app/aarhus/tickets?state=breached&queue=mail",
    `/app/${encodeURIComponent("a/b c")}/queues/${encodeURIComponent("<script>?&%")}`,
  ])("%s leads there and back", (address) => {
    const [path = "", search = ""] = address.split("?");
    expect(addressOf(routeOf(path, search === "" ? "" : `?${search}`))).toBe(address);
  });

  test("what it does not know is the overview", () => {
    expect(routeOf("/app/aarhus/nonsense", "").view).toBe("overview");
    expect(routeOf("/app/aarhus/queues", "")).toMatchObject({ view: "overview", id: null });
    expect(routeOf("/app/%/overview", "").site).toBe("%");
  });

  test("another view takes the period along and leaves filters", () => {
    const from = routeOf("/app/aarhus/agents", "?window=5m&team=North");
    expect(toView(from, "tickets").query).toEqual({ window: "5m" });
  });

  test("asks for what the view shows, by names as they are", () => {
    expect(viewAddress(routeOf("/app/aarhus/queues/a%26b", "?window=1h"))).toBe(
      "/api/v1/sites/aarhus/view?part=queue&part=agents&window=1h&queue=a%26b",
    );
    expect(viewAddress(routeOf("/app/aarhus/overview", "?window=century"))).toContain("window=today");
    expect(viewAddress(routeOf("/app/aarhus/tickets", "?limit=99999"))).toContain("limit=1000");
  });

  test("asks for the explanation of one scope", () => {
    const asked = { metric: "asa", scope: "queue", id: "a b", window: "5m" };
    expect(explainAddress("aarhus", asked, 200)).toBe(
      "/api/v1/sites/aarhus/explain?metric=asa&limit=200&window=5m&queue=a+b",
    );
    expect(explainAddress("aarhus", { metric: "waiting", scope: "site", id: "", window: null }, 5)).toBe(
      "/api/v1/sites/aarhus/explain?metric=waiting&limit=5",
    );
  });
});
