## كلمات النصوص البرمجية التي تتحقق من السجل والإيصالات.

look-running = جارٍ التحقق
look-first = التوقيع قائم. يرى هذا المتصفح السجل لأول مرة ويتذكره.
look-same = التوقيع قائم، وهي نقطة التحقق التي رآها هذا المتصفح آخر مرة.
look-grown = التوقيع قائم، ولم يتغير شيء مما رآه هذا المتصفح آخر مرة. كان فيه { $before } من القيود، وفيه الآن { $now }.
look-shrunk = صار السجل أقصر. كان فيه { $before } من القيود عندما رآه هذا المتصفح آخر مرة، وفيه الآن { $now }. أُخرجت منه قيود. احفظ نقطتي التحقق: هما دليل.
look-other = السجل غير الذي رآه هذا المتصفح آخر مرة. تغيّر فيه شيء. احفظ نقطتي التحقق: هما دليل.
look-rekeyed = السجل موقّع بمفتاح غير مفتاح المرة السابقة. اسأل من يشغّل هذه الخدمة عن السبب، وقارن بما نشروه.
look-succeeded = للسجل مفتاح جديد منذ رآه هذا المتصفح آخر مرة. وقد وقّع المفتاح الذي كان يعرفه هذا المتصفح للمفتاح الجديد في السجل نفسه، ولم يتغير شيء مما رآه آنذاك. كان فيه { $before } من القيود، وفيه الآن { $now }.
look-unsigned = نقطة التحقق غير موقّعة بمفتاح هذا السجل. لا تثق بها.
look-broken = ما جاء ليس نقطة تحقق، أو إن توقيعًا عليها لا يصح. لا تثق بها.
look-offline = لم تصل ملفات السجل. حاول مرة أخرى عندما يتحسن الاتصال.
look-witnesses = { $count ->
    [0] لم يصادق عليها أي شاهد.
    [one] صادق عليها شاهد واحد.
    [two] صادق عليها شاهدان.
    [few] صادق عليها { $count } شهود.
    [many] صادق عليها { $count } شاهدًا.
   *[other] صادق عليها { $count } شاهد.
}
look-evidence = احفظ نقطتي التحقق
look-storage = لا يحفظ هذا المتصفح شيئًا لهذه الصفحة، فلا يستطيع المقارنة بالمرة السابقة.

verdict-valid = هو في السجل
verdict-valid-text = لم يتغير منذ { $when }.
verdict-unwitnessed = هو في السجل، لكن لم يره شاهد بعد
verdict-unwitnessed-text = { $needed ->
    [one] يجب أن يصادق شاهد واحد. عد بعد بضع دقائق.
    [two] يجب أن يصادق شاهدان. عد بعد بضع دقائق.
    [few] يجب أن يصادق { $needed } شهود. عد بعد بضع دقائق.
    [many] يجب أن يصادق { $needed } شاهدًا. عد بعد بضع دقائق.
   *[other] يجب أن يصادق { $needed } شاهد. عد بعد بضع دقائق.
}
verdict-invalid = الإيصال غير مطابق
verdict-invalid-text = احتفظ بهذا الملف: هو دليل. يقول شيئًا لا يقوله السجل.
verdict-other = هذا الإيصال من خدمة أخرى
verdict-other-text = هو من { $name }. تحقق منه هناك.
verdict-none = هذا ليس إيصالًا
verdict-none-text = الإيصال ملف ينتهي اسمه بـ ‎.tlog-proof. ربما ينقص جزء من النص.
verdict-checked = ما جرى التحقق منه
verdict-opening-good = الإيصال يفتح قيدك
verdict-opening-good-text = صُنع لهذا بعينه. وهذا الإيصال وحده يستطيع أن يُظهره.
verdict-opening-none = ليس للقيد ختم
verdict-opening-none-text = ما يقوله مكتوب فيه.
verdict-opening-bad = الإيصال لا يفتح القيد
verdict-opening-bad-text = صُنع لشيء آخر أو غُيّر.
verdict-inclusion-good = هو القيد { $index } في السجل
verdict-inclusion-good-text = { $steps ->
    [0] هو القيد الوحيد في نقطة التحقق.
    [one] يُظهره برهان من خطوة واحدة إلى نقطة التحقق وفيها { $size } من القيود.
    [two] يُظهره برهان من خطوتين إلى نقطة التحقق وفيها { $size } من القيود.
    [few] يُظهره برهان من { $steps } خطوات إلى نقطة التحقق وفيها { $size } من القيود.
    [many] يُظهره برهان من { $steps } خطوة إلى نقطة التحقق وفيها { $size } من القيود.
   *[other] يُظهره برهان من { $steps } خطوة إلى نقطة التحقق وفيها { $size } من القيود.
}
verdict-inclusion-bad = ليس القيد { $index } في السجل
verdict-inclusion-bad-text = البرهان لا يؤدي إلى نقطة التحقق.
verdict-checkpoint-good = نقطة التحقق موقّعة
verdict-checkpoint-good-text = بمفتاح { $name }.
verdict-checkpoint-bad = نقطة التحقق غير موقّعة
verdict-checkpoint-bad-text = لا يوجد عليها توقيع من { $name } يصح.
verdict-witnesses-good = { $count ->
    [one] ووقّعها شاهد واحد من الخارج
    [two] ووقّعها شاهدان من الخارج
    [few] ووقّعها { $count } شهود من الخارج
    [many] ووقّعها { $count } شاهدًا من الخارج
   *[other] ووقّعها { $count } شاهد من الخارج
}
verdict-witnesses-good-text = { $names }. لا يمكن عرض سجل مختلف على آخرين دون أن يلاحظ أحدهم.
verdict-witnesses-none = لم يوقّعها شاهد من الخارج
verdict-witnesses-none-text = لا تطلب هذه الخدمة شاهدًا. لذلك يمكنها أن تعرض على أشخاص مختلفين سجلات مختلفة.
verdict-witnesses-bad = وقّعها عدد قليل جدًّا من الشهود
verdict-witnesses-bad-text = { $needed ->
    [one] يلزم واحد.
    [two] يلزم اثنان.
    [few] يلزم { $needed }.
    [many] يلزم { $needed }.
   *[other] يلزم { $needed }.
}
verdict-kind-voice = دخل صوتك في الاستعمال.
verdict-kind-given-up = تركت صوتك.
verdict-kind-statement = كتبت عبارة.
verdict-kind-vote = أجبت عن عبارة.
verdict-kind-moderation = اعترضت على قرار.
verdict-kind-other = القيد من النوع { $kind }.

kept-none = لا يوجد إيصال في هذا المتصفح. تحصل على إيصال مع صوتك ومع كل ما تقوله.
kept-running = { $count ->
    [one] جارٍ التحقق من إيصال واحد
    [two] جارٍ التحقق من إيصالين
    [few] جارٍ التحقق من { $count } إيصالات
    [many] جارٍ التحقق من { $count } إيصالًا
   *[other] جارٍ التحقق من { $count } إيصال
}
kept-all = { $count ->
    [one] إيصالك صحيح: ما قلته في السجل كما هو.
    [two] الإيصالان صحيحان: ما قلته في السجل كما هو.
    [few] الإيصالات كلها صحيحة، وعددها { $count }: ما قلته في السجل كما هو.
    [many] الإيصالات كلها صحيحة، وعددها { $count }: ما قلته في السجل كما هو.
   *[other] الإيصالات كلها صحيحة، وعددها { $count }: ما قلته في السجل كما هو.
}
kept-some = { $bad ->
    [one] إيصال واحد غير مطابق. احفظه: هو دليل.
    [two] إيصالان غير مطابقين. احفظهما: هما دليل.
    [few] { $bad } إيصالات غير مطابقة. احفظها: هي دليل.
    [many] { $bad } إيصالًا غير مطابق. احفظها: هي دليل.
   *[other] { $bad } إيصال غير مطابق. احفظها: هي دليل.
}
kept-later = { $count ->
    [one] إيصال واحد ينتظر شاهدًا. عد بعد بضع دقائق.
    [two] إيصالان ينتظران شاهدًا. عد بعد بضع دقائق.
    [few] { $count } إيصالات تنتظر شاهدًا. عد بعد بضع دقائق.
    [many] { $count } إيصالًا تنتظر شاهدًا. عد بعد بضع دقائق.
   *[other] { $count } إيصال تنتظر شاهدًا. عد بعد بضع دقائق.
}
kept-unchecked = تعذّر تحميل السجل، فجرى التحقق من الإيصالات وحدها.
kept-good = في السجل
kept-bad = غير مطابق
kept-waiting = ينتظر شاهدًا
kept-other = من خدمة أخرى
kept-changed = تغيّر السجل منذ ذلك الحين
kept-entry = القيد { $index }
kept-save = احفظ
kept-delete = احذف
kept-voice-spent = قيد الاستعمال
kept-voice-issued = لم يدخل في الاستعمال بعد
kept-voice-pending = في الطريق
kept-voice-move = انقله
kept-voice-off = أزله عن هذا الجهاز
kept-voice-gate = إلى البوابة
