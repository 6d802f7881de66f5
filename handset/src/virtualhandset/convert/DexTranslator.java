package virtualhandset.convert;

import com.googlecode.d2j.Method;
import com.googlecode.d2j.dex.ClassVisitorFactory;
import com.googlecode.d2j.dex.DexExceptionHandler;
import com.googlecode.d2j.dex.ExDex2Asm;
import com.googlecode.d2j.node.DexFileNode;
import com.googlecode.d2j.node.DexMethodNode;
import com.googlecode.d2j.reader.DexFileReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Adler32;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Turns dex files into class files with dex2jar, keeping names and collecting what could not be translated. */
final class DexTranslator implements DexExceptionHandler {
  private static final int HEADER_BYTES = 0x70;
  private static final int CHECKSUM_OFFSET = 8;
  private static final int CHECKSUMMED_FROM = 12;
  private static final int FILE_SIZE_OFFSET = 32;

  /** Class files by internal name; of a class defined twice the first dex wins, as on a phone. */
  final SortedMap<String, byte[]> classes = new TreeMap<>();
  final List<Limit> limits = new ArrayList<>();

  /** Translates one dex file; throws {@code corrupt-dex} when a phone would not load it either. */
  void translate(String name, byte[] dex) throws ConvertException {
    checkHeader(name, dex);
    DexFileNode file = read(name, dex);
    ClassVisitorFactory writers = this::writer;
    try {
      new ExDex2Asm(this).convertDex(file, writers);
    } catch (RuntimeException e) {
      throw new ConvertException("corrupt-dex", name + " cannot be translated: " + e, e);
    }
  }

  private static void checkHeader(String name, byte[] dex) throws ConvertException {
    if (dex.length < HEADER_BYTES || dex[0] != 'd' || dex[1] != 'e' || dex[2] != 'x' || dex[3] != '\n') {
      throw new ConvertException("corrupt-dex", name + " does not begin with a dex header");
    }
    ByteBuffer header = ByteBuffer.wrap(dex).order(ByteOrder.LITTLE_ENDIAN);
    long size = header.getInt(FILE_SIZE_OFFSET) & 0xffffffffL;
    if (size > dex.length) {
      throw new ConvertException("corrupt-dex", name + " is cut off: " + dex.length + " of " + size + " bytes");
    }
    Adler32 sum = new Adler32();
    sum.update(dex, CHECKSUMMED_FROM, (int) size - CHECKSUMMED_FROM);
    if ((int) sum.getValue() != header.getInt(CHECKSUM_OFFSET)) {
      throw new ConvertException("corrupt-dex", name + " has a wrong checksum");
    }
  }

  /** Reads strictly first; junk that some tools plant in single methods is tolerated and recorded. */
  private DexFileNode read(String name, byte[] dex) throws ConvertException {
    try {
      DexFileNode strict = new DexFileNode();
      new DexFileReader(dex).accept(strict, DexFileReader.DONT_SANITIZE_NAMES);
      return strict;
    } catch (RuntimeException e) {
      limits.add(new Limit("dex-method-failed", name + " is readable only in part: " + e));
    }
    try {
      DexFileNode lenient = new DexFileNode();
      new DexFileReader(dex)
          .accept(lenient, DexFileReader.DONT_SANITIZE_NAMES | DexFileReader.IGNORE_READ_EXCEPTION);
      return lenient;
    } catch (RuntimeException e) {
      throw new ConvertException("corrupt-dex", name + " cannot be read: " + e, e);
    }
  }

  private ClassVisitor writer(String internalName) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    return new ClassVisitor(Opcodes.ASM9, writer) {
      private String name;

      @Override
      public void visit(
          int version, int access, String className, String signature, String superName, String[] interfaces) {
        name = className;
        super.visit(version, access, className, signature, superName, interfaces);
      }

      @Override
      public void visitEnd() {
        super.visitEnd();
        try {
          classes.putIfAbsent(name, writer.toByteArray());
        } catch (RuntimeException e) {
          limits.add(new Limit("class-not-loadable", name.replace('/', '.') + ": not representable as a class file: " + e));
        }
      }
    };
  }

  @Override
  public void handleFileException(Exception e) {
    limits.add(new Limit("dex-method-failed", "a class could not be translated: " + e));
  }

  /** Leaves a body that throws, so that everything else of the class still works. */
  @Override
  public void handleMethodTranslateException(Method method, DexMethodNode node, MethodVisitor body, Exception e) {
    String owner = method.getOwner().substring(1, method.getOwner().length() - 1).replace('/', '.');
    String cause = e.getCause() == null ? e.toString() : e.getCause().toString();
    limits.add(new Limit("dex-method-failed", owner + "." + method.getName() + method.getDesc() + ": " + cause));
    body.visitCode();
    body.visitTypeInsn(Opcodes.NEW, "java/lang/UnsupportedOperationException");
    body.visitInsn(Opcodes.DUP);
    body.visitLdcInsn("method could not be translated for this phone");
    body.visitMethodInsn(
        Opcodes.INVOKESPECIAL, "java/lang/UnsupportedOperationException", "<init>", "(Ljava/lang/String;)V", false);
    body.visitInsn(Opcodes.ATHROW);
    body.visitMaxs(0, 0);
    body.visitEnd();
  }
}
