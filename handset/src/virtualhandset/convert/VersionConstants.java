package virtualhandset.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/** Text constants of the app's classes that are named as versions: what a library says of itself without being run. */
final class VersionConstants {
  /** A large app has some hundred. */
  private static final int MOST = 2000;
  /** A version is short; anything longer is something else. */
  private static final int LONGEST = 64;

  private VersionConstants() {}

  /** Constants by class and field, in the order of their names. */
  static List<Object> of(Map<String, byte[]> classes) {
    List<Object> constants = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : new TreeMap<>(classes).entrySet()) {
      Map<String, String> fields = new TreeMap<>();
      int skipped = ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;
      new ClassReader(entry.getValue()).accept(new Fields(fields), skipped);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        if (constants.size() == MOST) {
          return constants;
        }
        Map<String, Object> constant = new LinkedHashMap<>();
        constant.put("class", entry.getKey().replace('/', '.'));
        constant.put("field", field.getKey());
        constant.put("value", field.getValue());
        constants.add(constant);
      }
    }
    return constants;
  }

  private static final class Fields extends ClassVisitor {
    private final Map<String, String> found;

    Fields(Map<String, String> found) {
      super(Opcodes.ASM9);
      this.found = found;
    }

    @Override
    public FieldVisitor visitField(int access, String name, String descriptor, String signature, Object value) {
      boolean isVersion = (access & Opcodes.ACC_STATIC) != 0 && name.toUpperCase(Locale.ROOT).contains("VERSION");
      if (isVersion && value instanceof String text && !text.isEmpty() && text.length() <= LONGEST) {
        found.put(name, text);
      }
      return null;
    }
  }
}
