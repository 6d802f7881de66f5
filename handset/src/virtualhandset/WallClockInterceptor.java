package virtualhandset;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.robolectric.internal.bytecode.Interceptor;
import org.robolectric.internal.bytecode.MethodRef;
import org.robolectric.internal.bytecode.MethodSignature;
import org.robolectric.util.Function;

/** Gives the framework the real date; Robolectric's default is the time since boot. */
public final class WallClockInterceptor extends Interceptor {
  public WallClockInterceptor() {
    super(new MethodRef(System.class, "currentTimeMillis"));
  }

  @Override
  public Function<Object, Object> handle(MethodSignature signature) {
    return (type, value, parameters) -> System.currentTimeMillis();
  }

  @Override
  public MethodHandle getMethodHandle(String name, MethodType type) throws NoSuchMethodException, IllegalAccessException {
    return MethodHandles.publicLookup().findStatic(System.class, "currentTimeMillis", MethodType.methodType(long.class));
  }
}
