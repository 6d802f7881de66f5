package virtualhandset.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element of a decoded binary XML file. Attributes are kept by name ({@code name},
 * {@code exported}); a value is a String, an Integer, a Boolean or a {@link Reference}.
 */
final class XmlElement {
  /** A value that points into the resource table. */
  record Reference(int id) {
    @Override
    public String toString() {
      return String.format("@0x%08x", id);
    }
  }

  final String tag;
  final Map<String, Object> attributes = new LinkedHashMap<>();
  final List<XmlElement> children = new ArrayList<>();

  XmlElement(String tag) {
    this.tag = tag;
  }

  /** Children with this tag. */
  List<XmlElement> children(String childTag) {
    return children.stream().filter(child -> child.tag.equals(childTag)).toList();
  }

  /** The first child with this tag, or null. */
  XmlElement child(String childTag) {
    return children.stream().filter(child -> child.tag.equals(childTag)).findFirst().orElse(null);
  }

  /** The attribute as text, or null when absent. */
  String text(String name) {
    Object value = attributes.get(name);
    return value == null ? null : value.toString();
  }

  /** The attribute as a number; text that is no number (a preview code name) gives {@code fallback}. */
  int number(String name, int fallback) {
    Object value = attributes.get(name);
    if (value instanceof Integer number) {
      return number;
    }
    return value instanceof String text && text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : fallback;
  }

  /** The attribute as a boolean, or {@code fallback} when absent or of another type. */
  boolean flag(String name, boolean fallback) {
    Object value = attributes.get(name);
    if (value instanceof Boolean flag) {
      return flag;
    }
    return value instanceof String text && text.matches("true|false") ? Boolean.parseBoolean(text) : fallback;
  }
}
