package virtualhandset.shadow;

import android.os.UserHandle;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowUserManager;

/** The phone's one user has unlocked it since it was switched on: storage is open, also behind the lock screen. */
@Implements(className = "android.os.UserManager")
public class ShadowHandsetUsers extends ShadowUserManager {
  @Implementation
  @Override
  protected boolean isUserUnlocked(UserHandle user) {
    return true;
  }

  @Implementation
  @Override
  protected boolean isUserUnlockingOrUnlocked(UserHandle user) {
    return true;
  }

  @Implementation
  @Override
  protected boolean isUserRunning(UserHandle user) {
    return true;
  }

  @Implementation
  protected boolean isUserUnlocked(int user) {
    return true;
  }

  @Implementation
  protected boolean isUserUnlockingOrUnlocked(int user) {
    return true;
  }
}
