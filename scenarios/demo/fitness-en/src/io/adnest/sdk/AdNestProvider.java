package io.adnest.sdk;

import org.smallparts.NoRows;

/** Prepares the SDK before any line of the app. */
public final class AdNestProvider extends NoRows {
  @Override
  public boolean onCreate() {
    AdNest.prepare(getContext());
    return true;
  }
}
