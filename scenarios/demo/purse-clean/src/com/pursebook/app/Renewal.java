package com.pursebook.app;

/** Whether somebody who agreed must be asked again: when the policy has changed since. */
final class Renewal {
  static final int TITLE = R.string.consent_changed;

  private Renewal() {}

  static boolean isDue(Choice choice) {
    return choice.get() == Choice.AGREED && choice.edition() < Policy.EDITION;
  }
}
