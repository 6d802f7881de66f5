package virtualhandset.seed;

import android.content.ContentProvider;
import java.lang.reflect.Field;

/**
 * A content provider of the phone. The framework jar marks its own {@code $$robo$getData} synthetic, which compilers
 * do not see, so subclasses of its abstract classes have to spell it out.
 */
abstract class PhoneProvider extends ContentProvider {
  private static final Field SHADOW = shadowField();

  private static Field shadowField() {
    try {
      return ContentProvider.class.getField("__robo_data__");
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("framework objects without a shadow field", e);
    }
  }

  public final Object $$robo$getData() {
    try {
      return SHADOW.get(this);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean onCreate() {
    return true;
  }
}
