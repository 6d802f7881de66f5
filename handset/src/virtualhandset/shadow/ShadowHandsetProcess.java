package virtualhandset.shadow;

import android.os.Process;
import org.robolectric.annotation.Implementation;
import org.robolectric.annotation.Implements;
import org.robolectric.shadows.ShadowProcess;
import virtualhandset.HandsetProcess;

/** An app that kills its own process really ends. */
@Implements(className = "android.os.Process")
public class ShadowHandsetProcess extends ShadowProcess {
  private static final int SIGTERM = 15;

  @Implementation
  protected static void killProcess(int pid) {
    if (pid == Process.myPid()) HandsetProcess.instance().endedByApp("Process.killProcess");
  }

  @Implementation
  protected static void sendSignal(int pid, int signal) {
    boolean ends = signal == Process.SIGNAL_KILL || signal == Process.SIGNAL_QUIT || signal == SIGTERM;
    if (ends && pid == Process.myPid()) HandsetProcess.instance().endedByApp("Process.sendSignal " + signal);
  }
}
