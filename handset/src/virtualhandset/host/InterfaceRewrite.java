package virtualhandset.host;

import java.util.Map;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Puts the phone's answer in front of the methods of {@code java.net.NetworkInterface} that ask the machine. */
final class InterfaceRewrite extends MethodVisitor {
  static final String OWNER = "java/net/NetworkInterface";
  private static final String CALLS = "virtualhandset/host/HostCalls";
  private static final String TYPE = "L" + OWNER + ";";

  /** Static questions for one interface, and the call that knows the phone's answer. */
  private static final Map<String, String> FINDERS =
      Map.of(
          "getByName(Ljava/lang/String;)" + TYPE, "named",
          "getByIndex(I)" + TYPE, "numbered",
          "getByInetAddress(Ljava/net/InetAddress;)" + TYPE, "holding");

  /** What every interface of the phone answers: up, broadcast, no hardware address since Android 11. */
  private static final Map<String, Integer> ANSWERS =
      Map.of("isUp()Z", 1, "isPointToPoint()Z", 0, "supportsMulticast()Z", 1, "getMTU()I", 1500);

  private final String method;
  private final Runnable onChange;

  InterfaceRewrite(MethodVisitor next, String name, String descriptor, boolean hasCode, Runnable onChange) {
    super(Opcodes.ASM9, next);
    this.method = hasCode ? name + descriptor : "";
    this.onChange = onChange;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (FINDERS.containsKey(method)) find(FINDERS.get(method));
    else if (method.equals("getHardwareAddress()[B")) answer(Opcodes.ACONST_NULL, Opcodes.ARETURN, 0);
    else if (method.equals("isLoopback()Z")) loopback();
    else if (ANSWERS.containsKey(method)) answer(Opcodes.SIPUSH, Opcodes.IRETURN, ANSWERS.get(method));
  }

  private void find(String call) {
    onChange.run();
    String argument = method.substring(method.indexOf('('), method.indexOf(')') + 1);
    super.visitVarInsn(argument.equals("(I)") ? Opcodes.ILOAD : Opcodes.ALOAD, 0);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, call, argument + "[" + TYPE, false);
    super.visitInsn(Opcodes.DUP);
    Label machine = new Label();
    super.visitJumpInsn(Opcodes.IFNULL, machine);
    super.visitInsn(Opcodes.ICONST_0);
    super.visitInsn(Opcodes.AALOAD);
    super.visitInsn(Opcodes.ARETURN);
    super.visitLabel(machine);
    super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"[" + TYPE});
    super.visitInsn(Opcodes.POP);
  }

  /** Only the name tells. */
  private void loopback() {
    onChange.run();
    super.visitVarInsn(Opcodes.ALOAD, 0);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "isPhone", "(" + TYPE + ")Z", false);
    Label machine = new Label();
    super.visitJumpInsn(Opcodes.IFEQ, machine);
    super.visitLdcInsn("lo");
    super.visitVarInsn(Opcodes.ALOAD, 0);
    super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OWNER, "getName", "()Ljava/lang/String;", false);
    super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "equals", "(Ljava/lang/Object;)Z", false);
    super.visitInsn(Opcodes.IRETURN);
    super.visitLabel(machine);
    super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    super.visitInsn(Opcodes.NOP);
  }

  private void answer(int constant, int end, int value) {
    onChange.run();
    super.visitVarInsn(Opcodes.ALOAD, 0);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "isPhone", "(" + TYPE + ")Z", false);
    Label machine = new Label();
    super.visitJumpInsn(Opcodes.IFEQ, machine);
    if (constant == Opcodes.SIPUSH) super.visitIntInsn(constant, value);
    else super.visitInsn(constant);
    super.visitInsn(end);
    super.visitLabel(machine);
    super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    // A frame of the old code may stand at the very same place.
    super.visitInsn(Opcodes.NOP);
  }

  @Override
  public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (!name.equals("getAll") || !owner.equals(OWNER)) return;
    onChange.run();
    super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "interfaces", "([" + TYPE + ")[" + TYPE, false);
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    super.visitMaxs(Math.max(stack, 2), locals);
  }
}
