package virtualhandset.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Typed, null-tolerant reading of the seed object of the configuration file. */
public final class SeedValues {
  private final Map<String, Object> map;

  public SeedValues(Map<String, Object> map) {
    this.map = map == null ? Map.of() : map;
  }

  /** The text under a key, or null when the key is absent or null. */
  public String text(String key) {
    Object value = map.get(key);
    return value == null ? null : String.valueOf(value);
  }

  public String text(String key, String otherwise) {
    String value = text(key);
    return value == null ? otherwise : value;
  }

  public double number(String key, double otherwise) {
    Object value = map.get(key);
    return value instanceof Number n ? n.doubleValue() : otherwise;
  }

  /** Whole milliseconds since 1970 or any other integer; {@code otherwise} when absent. */
  public long integer(String key, long otherwise) {
    Object value = map.get(key);
    return value instanceof Number n ? n.longValue() : otherwise;
  }

  /** True or false as given; null when absent. */
  public Boolean flag(String key) {
    return map.get(key) instanceof Boolean value ? value : null;
  }

  public boolean has(String key) {
    return map.get(key) != null;
  }

  /** A nested object; empty when absent. */
  @SuppressWarnings("unchecked")
  public SeedValues object(String key) {
    return new SeedValues(map.get(key) instanceof Map<?, ?> m ? (Map<String, Object>) m : null);
  }

  /** A list of objects; empty when absent. */
  @SuppressWarnings("unchecked")
  public List<SeedValues> list(String key) {
    List<SeedValues> all = new ArrayList<>();
    if (map.get(key) instanceof List<?> items) {
      for (Object item : items) {
        if (item instanceof Map<?, ?> m) all.add(new SeedValues((Map<String, Object>) m));
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return map.toString();
  }
}
