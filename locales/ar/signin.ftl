## كلمات صفحات دخول من يديرون الحملات. ‏$instance اسم هذه الخدمة.

signin-action = ادخل
signin-title = ادخل لإدارة الحملات
signin-lead = لمن يديرون الحملات وييسّرون الغرف في { $instance }. المشاركة لا تحتاج إلى حساب:
signin-join = انضم إلى محادثة
signin-passkey = ادخل بمفتاح مرور
signin-passkey-hint = يطلب جهازك إصبعك أو وجهك أو رقمك السري. يبقى ذلك على الجهاز، وتحصل { $instance } على توقيع.
signin-passkey-script = يحتاج مفتاح المرور إلى جافاسكربت، وهي متوقفة هنا.
signin-passkey-failed = تعذّر التحقق من مفتاح المرور. حاول مرة أخرى.
signin-passkey-unknown = لا تعرف هذه الخدمة مفتاح المرور، أو لم يسأل جهازك عنك. حاول مرة أخرى، أو استعمل طريقة أخرى.
signin-noscript = يحتاج مفتاح المرور إلى جافاسكربت، وهي متوقفة هنا. تعمل الطريقتان أدناه دونها.
signin-numbered = تحفظ المتصفحات مفاتيح المرور للأسماء فقط، و{ $host } رقم. تعمل الطريقتان أدناه.
signin-use-passphrase = استعمل عبارة المرور
signin-use-code = استعمل رمز استعادة
signin-user = اسم الدخول
signin-passphrase = عبارة المرور
signin-passphrase-hint = خمس كلمات أو أكثر. المسافات تُحسب.
signin-with-passphrase = ادخل بعبارة المرور
signin-code = رمز الاستعادة
signin-code-hint = واحد من الثمانية التي حفظتها. يعمل كلٌّ منها مرة واحدة.
signin-with-code = ادخل برمز استعادة
signin-with-code-action = ادخل وأنشئ مفتاح مرور جديدًا
signin-lost = فقدت الثلاثة؟ اسأل شخصًا آخر يدير الحملات، فبإمكانه أن يرسل إليك رابطًا جديدًا.
signin-other = استعمل طريقة أخرى
signin-not = لم يتم الدخول.
signin-wrong = الاسم وعبارة المرور لا يتوافقان.
signin-wrong-field = الاسم وعبارة المرور لا يتوافقان. لا نقول أيهما الخطأ، كي لا يجرّب أحد الأسماء.
signin-wrong-code = الاسم والرمز لا يتوافقان.
signin-wrong-code-field = الاسم والرمز لا يتوافقان، أو استُعمل الرمز من قبل. لا نقول أيها، كي لا يجرّب أحد الأسماء.
signin-left = { $left ->
    [0] لم تبق محاولة؛ الآن انتظار ١٥ دقيقة.
    [one] بقيت محاولة واحدة؛ بعدها انتظار ١٥ دقيقة.
    [two] بقيت محاولتان؛ بعدهما انتظار ١٥ دقيقة.
    [few] بقيت { $left } محاولات؛ بعدها انتظار ١٥ دقيقة.
    [many] بقيت { $left } محاولة؛ بعدها انتظار ١٥ دقيقة.
   *[other] بقيت { $left } محاولة؛ بعدها انتظار ١٥ دقيقة.
}
signin-locked = { $minutes ->
    [one] محاولات كثيرة. انتظر دقيقة واحدة ثم حاول مرة أخرى.
    [two] محاولات كثيرة. انتظر دقيقتين ثم حاول مرة أخرى.
    [few] محاولات كثيرة. انتظر { $minutes } دقائق ثم حاول مرة أخرى.
    [many] محاولات كثيرة. انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
   *[other] محاولات كثيرة. انتظر { $minutes } دقيقة ثم حاول مرة أخرى.
}
signin-can = ما يمكنك فعله بعد الدخول
signin-can-make = إنشاء الحملات واللقاءات. كل تغيير في قواعد حملة مفتوحة يدخل السجل العام مع سببه.
signin-can-see = رؤية الأعداد والخطوات وطلبات المساعدة في الغرف. لا يمكنك أن ترى غرفة أو تسمعها.
signin-can-moderate = إبقاء العبارات أو إزالتها. كل إزالة علنية ويمكن الاعتراض عليها.
signin-name-missing = اكتب اسمك.
signin-user-wrong = اختر اسم دخول من ٢ إلى ٦٤ من الحروف أو الأرقام أو النقاط أو الشرطات أو علامة @، بلا مسافات.
signin-user-taken = اسم الدخول هذا لشخص آخر. اختر غيره.
signin-passphrase-weak = هذا سهل التخمين. اختر خمس كلمات أو أكثر لا علاقة بينها، بعشرين حرفًا على الأقل.

link-step-1 = الخطوة ١ من ٢
link-step-2 = الخطوة ٢ من ٢
link-first = أنت أول من يدير الحملات هنا
link-invited = أنت مدعو إلى إدارة الحملات
link-again = طريقة دخول جديدة لـ{ $name }
link-printed = طبع الخادم هذا الرابط.
link-from = أنشأ { $name } هذا الرابط لك.
link-once = يعمل مرة واحدة، حتى { $until }.
link-not = لم يكتمل بعد.
link-name = اسمك
link-name-hint = يقرؤه الناس عندما تدخل غرفة.
link-make-passkey = أنشئ مفتاح مرور
link-make-hint = يحفظه جهازك. تحفظ { $instance } النصف العلني فقط.
link-noscript = يحتاج مفتاح المرور إلى جافاسكربت، وهي متوقفة هنا. تعمل عبارة المرور دونها.
link-passphrase = ضع عبارة مرور بدلًا من ذلك
link-new-passphrase = عبارة مرور جديدة
link-new-passphrase-hint = خمس كلمات لا علاقة بينها. لا حاجة إلى علامات أو أرقام.
link-set-passphrase = ضع عبارة المرور
link-before = قبل أن تتابع
link-before-meant = أول من يفتح هذا الرابط يصبح مديرًا للحملات. إن لم يكن موجهًا إليك فأغلق الصفحة وأخبر من أرسله.
link-before-old = تتوقف مفاتيح مرورك وعبارتك ورموزك القديمة عن العمل، ويُسجَّل خروجك من كل مكان آخر.
link-before-second = ادع شخصًا ثانيًا قريبًا: يبتّ في الاعتراض شخص غير الذي أزال العبارة.

spent-title = استُعمل هذا الرابط أو انتهى وقته
spent-lead = كان يعمل مرة واحدة. إن كنت أنت من فتحه فادخل. وإن لم تكن أنت فأخبر من يشغّل الخادم: قد يكون شخص آخر هو من يدير الحملات الآن.
spent-again = من يشغّل الخادم ينشئ رابطًا جديدًا بالأمر

codes-title = احفظ هذه الرموز الثمانية
codes-lead = إن فقدت جهازك أدخلك واحد منها. يعمل كلٌّ منها مرة واحدة. تُعرض الآن ولا تُعرض بعد ذلك أبدًا.
codes-label = رموز الاستعادة
codes-save = احفظها في ملف
codes-print = اطبعها
codes-kept = حفظتها

account-title = حسابك
account-lead = تدخل باسم { $user }.
account-not = لم يتغير شيء.
account-sign-out = اخرج
account-ways = طرق دخولك
account-passkey = مفتاح مرور
account-made = أُنشئ في { $when }.
account-used = استُعمل آخر مرة في { $when }.
account-unused = لم يُستعمل بعد.
account-remove = أزله
account-passphrase = عبارة المرور
account-codes = رموز الاستعادة
account-codes-left = { $count ->
    [0] لم يبق منها شيء. أنشئ رموزًا جديدة.
    [one] بقي رمز واحد.
    [two] بقي رمزان.
    [few] بقيت { $count } رموز.
    [many] بقي { $count } رمزًا.
   *[other] بقي { $count } رمز.
}
account-codes-new = أنشئ ثمانية رموز جديدة
account-passkey-new = أنشئ مفتاح مرور آخر
account-passphrase-change = غيّر عبارة المرور
account-last-way = هذه آخر طريقة دخول لك. أنشئ غيرها أولًا.
account-sessions = أين أنت داخل
account-unknown-browser = متصفح لا يقول اسمه
account-this-browser = هذا المتصفح
account-since = منذ { $when }.
account-seen = استُعمل آخر مرة في { $when }.
account-end = اخرج من هناك
account-end-others = اخرج من كل مكان آخر
account-people = انظر من يدير الحملات هنا

people-title = من يدير الحملات هنا
people-lead = يمكنك أن تدعو آخرين، وأن تعطي رابطًا جديدًا لمن فقد كل طرق دخوله، وأن تزيل أشخاصًا.
people-you = أنت
people-renew = أنشئ رابطًا جديدًا له
people-remove = أزل
people-removed = أُزيل { $name } وسُجّل خروجه من كل مكان.
people-last = لا بد من شخص يدير كل الحملات. ادع غيره أولًا.
people-invite = ادع شخصًا
people-role = ما الذي يُسمح له به
people-campaign = في أي حملة
people-campaign-hint = لا حاجة إليه لمن يدير كل الحملات.
people-invite-action = أنشئ دعوة
people-link = الرابط
people-link-made = أُنشئ الرابط. أرسله بطريقة لا يقرؤها غيره.
people-link-once = يعمل مرة واحدة، حتى { $until }، ولا يُعرض مرة أخرى.
role-everywhere = يدير كل الحملات
role-convenor = يدير حملة واحدة
role-moderator = يشرف على العبارات
role-facilitator = ييسّر الغرف
role-auditor = يدقّق
