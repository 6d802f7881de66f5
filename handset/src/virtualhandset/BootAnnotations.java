package virtualhandset;

import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;
import org.robolectric.annotation.LooperMode;
import org.robolectric.annotation.SQLiteMode;
import org.robolectric.annotation.experimental.LazyApplication;

/** Carries the annotations that Robolectric reads its modes from; qualifiers and API level come from the config file. */
@Config
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@SQLiteMode(SQLiteMode.Mode.NATIVE)
@LooperMode(LooperMode.Mode.PAUSED)
@LazyApplication(LazyApplication.LazyLoad.ON)
public final class BootAnnotations {
  /** Robolectric reads annotations through a method; this is it. */
  public void run() {}
}
