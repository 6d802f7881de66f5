package com.shuge.novel;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.view.LayoutInflater;
import android.view.View;
import android.widget.TextView;

/** The notice of two layers: whoever says no to the first is asked what that was supposed to mean. */
final class ConsentDialog {
  interface Decision {
    /** Said no to the first layer, which decides nothing yet. */
    void hesitated();

    void agreed();

    void browses();

    void left();
  }

  private ConsentDialog() {}

  static void ask(Activity activity, Decision decision) {
    View view = LayoutInflater.from(activity).inflate(R.layout.consent, null);
    AlertDialog dialog = show(activity, view);
    TextView policy = view.findViewById(R.id.consent_policy);
    policy.setOnClickListener(link -> activity.startActivity(new Intent(activity, PolicyActivity.class)));
    answer(view, R.id.consent_agree, dialog, decision::agreed);
    answer(
        view,
        R.id.consent_disagree,
        dialog,
        () -> {
          askAgain(activity, decision);
          decision.hesitated();
        });
  }

  private static void askAgain(Activity activity, Decision decision) {
    View view = LayoutInflater.from(activity).inflate(R.layout.second, null);
    AlertDialog dialog = show(activity, view);
    answer(view, R.id.second_think, dialog, () -> ask(activity, decision));
    answer(view, R.id.second_browse, dialog, decision::browses);
    answer(view, R.id.second_leave, dialog, decision::left);
  }

  private static AlertDialog show(Activity activity, View view) {
    AlertDialog dialog = new AlertDialog.Builder(activity).setView(view).setCancelable(false).create();
    dialog.show();
    return dialog;
  }

  private static void answer(View view, int id, AlertDialog dialog, Runnable then) {
    view.findViewById(id)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              then.run();
            });
  }
}
