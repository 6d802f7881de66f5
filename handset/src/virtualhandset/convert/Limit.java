package virtualhandset.convert;

import java.util.LinkedHashMap;
import java.util.Map;

/** One part of an APK that will not work on this phone; codes are listed in PROTOCOL.md. */
record Limit(String code, String detail) {
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", code);
    json.put("detail", detail);
    return json;
  }
}
