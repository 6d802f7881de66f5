package virtualhandset.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One line of the policy file, read once.
 *
 * @param any at least one of these permissions
 * @param all every one of these permissions
 * @param effect what happens when the needs are not met: {@code throw}, {@code value} or {@code transform}
 */
record Rule(
    String id, List<String> any, List<String> all, boolean privileged, boolean locationOn, boolean focus, boolean inUse,
    String appOp, String argument, Number minTarget, Number maxTarget, Map<String, Object> effect) {

  @SuppressWarnings("unchecked")
  static Rule of(Map<String, Object> line) {
    Map<String, Object> needs = line.get("needs") instanceof Map<?, ?> m ? (Map<String, Object>) m : Map.of();
    return new Rule(
        String.valueOf(line.get("id")), names(needs.get("any")), names(needs.get("all")), yes(needs.get("privileged")),
        yes(needs.get("locationOn")), yes(needs.get("focus")), yes(needs.get("inUse")), (String) needs.get("appOp"),
        (String) line.get("argument"), (Number) line.get("minTarget"), (Number) line.get("maxTarget"),
        (Map<String, Object>) line.get("else"));
  }

  private static boolean yes(Object value) {
    return Boolean.TRUE.equals(value);
  }

  static List<String> names(Object value) {
    List<String> all = new ArrayList<>();
    if (value instanceof List<?> list) for (Object item : list) all.add(String.valueOf(item));
    return List.copyOf(all);
  }

  /** What the access log names as the permission asked for. */
  String permission() {
    if (privileged) return "privileged";
    if (!all.isEmpty()) return all.get(0);
    if (!any.isEmpty()) return any.get(0);
    if (appOp != null) return appOp;
    return focus ? "focus" : locationOn ? "location-on" : inUse ? "in-use" : "";
  }
}
