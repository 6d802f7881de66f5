package virtualhandset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON text to and from plain maps, lists, strings, numbers, booleans and null.
 *
 * <p>The process shares its class path with the app, so a JSON library here would replace the one the app was built
 * with. That is why this small codec exists.
 */
public final class Json {
  /** Deeper nesting than this is refused instead of overflowing the stack. */
  private static final int MAX_DEPTH = 64;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Parses one JSON document; throws {@link IllegalArgumentException} naming the offset of the first error. */
  public static Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at != text.length()) throw json.error("text after the document");
    return value;
  }

  /** Parses a document that must be an object. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> parseObject(String text) {
    if (parse(text) instanceof Map<?, ?> map) return (Map<String, Object>) map;
    throw new IllegalArgumentException("JSON object expected");
  }

  /** Writes maps, iterables, arrays of objects, numbers, booleans, null; anything else by its string form. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value == null || value instanceof Boolean) out.append(value);
    else if (value instanceof Number number) writeNumber(number, out);
    else if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        separator = ',';
        writeString(String.valueOf(entry.getKey()), out);
        out.append(':');
        write(entry.getValue(), out);
      }
      out.append(separator == '{' ? "{}" : "}");
    } else if (value instanceof Iterable<?> items) {
      char separator = '[';
      for (Object item : items) {
        out.append(separator);
        separator = ',';
        write(item, out);
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof Object[] array) write(List.of(array), out);
    else writeString(value.toString(), out);
  }

  private static void writeNumber(Number number, StringBuilder out) {
    double d = number.doubleValue();
    if (Double.isNaN(d) || Double.isInfinite(d)) out.append("null");
    else out.append(number);
  }

  private static void writeString(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          // Lone surrogates and the two line separators are legal in memory but not on every reader's wire.
          if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            out.append(String.format("\\u%04x", (int) c));
          } else out.append(c);
        }
      }
    }
    out.append('"');
  }

  private Object value(int depth) {
    if (depth > MAX_DEPTH) throw error("nested too deeply");
    skipSpace();
    if (at >= text.length()) throw error("unexpected end");
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", Boolean.TRUE);
      case 'f' -> word("false", Boolean.FALSE);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      if (peek() != '"') throw error("key expected");
      String key = string();
      if (peek() != ':') throw error("':' expected");
      at++;
      map.put(key, value(depth + 1));
      char c = peek();
      at++;
      if (c == '}') return map;
      if (c != ',') throw error("',' or '}' expected");
    }
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      char c = peek();
      at++;
      if (c == ']') return list;
      if (c != ',') throw error("',' or ']' expected");
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c != '\\') {
        out.append(c);
        continue;
      }
      if (++at >= text.length()) break;
      char escape = text.charAt(at);
      switch (escape) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case '"', '\\', '/' -> out.append(escape);
        case 'u' -> {
          if (at + 4 >= text.length()) throw error("bad \\u escape");
          try {
            out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          } catch (NumberFormatException e) {
            throw error("bad \\u escape");
          }
          at += 4;
        }
        default -> throw error("bad escape");
      }
    }
    throw error("unterminated string");
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) at++;
    String digits = text.substring(start, at);
    try {
      if (digits.matches("-?\\d{1,18}")) return Long.valueOf(digits);
      return Double.valueOf(digits);
    } catch (NumberFormatException e) {
      at = start;
      throw error("value expected");
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) throw error("value expected");
    at += word.length();
    return value;
  }

  private char peek() {
    skipSpace();
    if (at >= text.length()) throw error("unexpected end");
    return text.charAt(at);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("JSON: " + what + " at offset " + at);
  }
}
