package com.pursebook.app;

/** Whether somebody who agreed must be asked again: never, whatever became of the policy. */
final class Renewal {
  static final int TITLE = R.string.consent_title;

  private Renewal() {}

  static boolean isDue(Choice choice) {
    return false;
  }
}
