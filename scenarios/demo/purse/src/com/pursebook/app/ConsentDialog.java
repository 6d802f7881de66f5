package com.pursebook.app;

import android.app.Activity;
import android.app.AlertDialog;
import android.content.Intent;
import android.view.LayoutInflater;
import android.view.View;
import android.widget.TextView;

/** The privacy notice. */
final class ConsentDialog {
  interface Decision {
    void agreed();

    void declined();
  }

  private ConsentDialog() {}

  static void ask(Activity activity, int title, Decision decision) {
    View view = LayoutInflater.from(activity).inflate(R.layout.consent, null);
    AlertDialog dialog = new AlertDialog.Builder(activity).setView(view).setCancelable(false).create();
    ((TextView) view.findViewById(R.id.consent_title)).setText(title);
    view.findViewById(R.id.consent_policy)
        .setOnClickListener(link -> activity.startActivity(new Intent(activity, PolicyActivity.class)));
    view.findViewById(R.id.consent_agree)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              decision.agreed();
            });
    view.findViewById(R.id.consent_decline)
        .setOnClickListener(
            button -> {
              dialog.dismiss();
              decision.declined();
            });
    dialog.show();
  }
}
