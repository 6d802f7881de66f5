package virtualhandset.convert;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.robolectric.res.android.Ref;
import org.robolectric.res.android.ResStringPool;
import org.robolectric.res.android.ResXMLParser;
import org.robolectric.res.android.ResXMLTree;
import org.robolectric.res.android.ResourceTypes.Res_value;

/** Decodes an APK's binary manifest with the framework's own chunk reader. */
final class BinaryXml {
  private static final int START_TAG = 0x102;
  private static final int END_TAG = 0x103;
  private static final int END_DOCUMENT = 1;
  private static final int BAD_DOCUMENT = -1;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ELEMENTS = 100_000;

  /**
   * Attribute names by resource id (public.xml of the platform, which never changes an id). Android
   * goes by the id alone; obfuscated manifests blank the name or write a wrong one.
   */
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0x01010001, "label"),
          Map.entry(0x01010003, "name"),
          Map.entry(0x01010006, "permission"),
          Map.entry(0x0101000e, "enabled"),
          Map.entry(0x01010010, "exported"),
          Map.entry(0x01010011, "process"),
          Map.entry(0x01010018, "authorities"),
          Map.entry(0x0101001a, "initOrder"),
          Map.entry(0x0101001c, "priority"),
          Map.entry(0x01010024, "value"),
          Map.entry(0x01010025, "resource"),
          Map.entry(0x01010026, "mimeType"),
          Map.entry(0x01010027, "scheme"),
          Map.entry(0x01010028, "host"),
          Map.entry(0x01010029, "port"),
          Map.entry(0x0101002a, "path"),
          Map.entry(0x0101002b, "pathPrefix"),
          Map.entry(0x0101002c, "pathPattern"),
          Map.entry(0x01010202, "targetActivity"),
          Map.entry(0x0101020c, "minSdkVersion"),
          Map.entry(0x0101021b, "versionCode"),
          Map.entry(0x0101021c, "versionName"),
          Map.entry(0x01010270, "targetSdkVersion"),
          Map.entry(0x01010271, "maxSdkVersion"),
          Map.entry(0x0101057a, "appComponentFactory"));

  private BinaryXml() {}

  /** Returns the root element; throws {@code no-manifest} when the bytes are no binary XML. */
  static XmlElement parse(byte[] bytes) throws ConvertException {
    ResXMLTree tree = new ResXMLTree(null);
    try {
      if (tree.setTo(bytes, bytes.length, true) != 0) {
        throw new ConvertException("no-manifest", "AndroidManifest.xml is not binary XML");
      }
      return read(tree.mParser);
    } catch (RuntimeException e) {
      throw new ConvertException("no-manifest", "AndroidManifest.xml is damaged: " + e, e);
    }
  }

  private static XmlElement read(ResXMLParser parser) throws ConvertException {
    ResStringPool strings = parser.getStrings();
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    int elements = 0;
    for (int event = parser.next(); event != END_DOCUMENT; event = parser.next()) {
      if (event == BAD_DOCUMENT) {
        throw new ConvertException("no-manifest", "AndroidManifest.xml is damaged at element " + elements);
      }
      if (event == START_TAG) {
        if (++elements > MAX_ELEMENTS || open.size() >= MAX_DEPTH) {
          throw new ConvertException("too-large", "AndroidManifest.xml has too many or too deeply nested elements");
        }
        XmlElement element = new XmlElement(String.valueOf(strings.stringAt(parser.getElementNameID())));
        readAttributes(parser, strings, element);
        if (open.isEmpty()) {
          root = root == null ? element : root;
        } else {
          open.peek().children.add(element);
        }
        open.push(element);
      } else if (event == END_TAG && !open.isEmpty()) {
        open.pop();
      }
    }
    if (root == null) {
      throw new ConvertException("no-manifest", "AndroidManifest.xml has no element");
    }
    return root;
  }

  private static void readAttributes(ResXMLParser parser, ResStringPool strings, XmlElement element) {
    for (int i = 0; i < parser.getAttributeCount(); i++) {
      String name = NAMES.get(parser.getAttributeNameResID(i));
      if (name == null) {
        name = strings.stringAt(parser.getAttributeNameID(i));
      }
      Object value = value(parser, strings, i);
      if (name != null && !name.isEmpty() && value != null) {
        element.attributes.putIfAbsent(name, value);
      }
    }
  }

  private static Object value(ResXMLParser parser, ResStringPool strings, int index) {
    Ref<Res_value> ref = new Ref<>(null);
    if (parser.getAttributeValue(index, ref) < 0) {
      return null;
    }
    Res_value value = ref.get();
    if (value.dataType == Res_value.TYPE_STRING) {
      return strings.stringAt(value.data);
    }
    if (value.dataType == Res_value.TYPE_REFERENCE || value.dataType == Res_value.TYPE_DYNAMIC_REFERENCE) {
      return value.data == 0 ? null : new XmlElement.Reference(value.data);
    }
    if (value.dataType == Res_value.TYPE_INT_BOOLEAN) {
      return value.data != 0;
    }
    if (value.dataType >= Res_value.TYPE_FIRST_INT && value.dataType <= Res_value.TYPE_LAST_INT) {
      return value.data;
    }
    return null;
  }
}
