## كلمات الصفحات التي يكتبها الخادم. ‏$instance اسم هذه الخدمة، و$host عنوانها.

site-skip = انتقل إلى المحتوى
site-language = اللغة
site-footer = عن هذه الخدمة
site-protection = ما هو محميّ وما ليس محميًّا
site-accessibility = سهولة الوصول
site-home = العودة إلى البداية

home-title = ماذا تريد أن تفعل؟
home-join = انضم إلى محادثة
home-join-hint = الصق الرابط الذي أُرسل إليك.
home-join-action = انضم
home-start = ابدأ محادثة الآن
home-start-hint = { $others ->
    [one] تحصل على رابط تشاركه مع شخص واحد آخر. بلا حساب وبلا تطبيق.
    [two] تحصل على رابط تشاركه مع شخصين آخرين على الأكثر. بلا حساب وبلا تطبيق.
    [few] تحصل على رابط تشاركه مع { $others } أشخاص آخرين على الأكثر. بلا حساب وبلا تطبيق.
    [many] تحصل على رابط تشاركه مع { $others } شخصًا آخر على الأكثر. بلا حساب وبلا تطبيق.
   *[other] تحصل على رابط تشاركه مع { $others } شخص آخر على الأكثر. بلا حساب وبلا تطبيق.
}
home-start-action = ابدأ محادثة
home-noscript = تحتاج المحادثات إلى جافاسكربت، لأن التشفير يجري في متصفحك. وهي متوقفة في هذا المتصفح.
home-promises = ما يمكنك الاعتماد عليه
home-hear = من يستطيع أن يسمعك
home-hear-text = الأشخاص الموجودون في غرفتك فقط. { $instance } تُشغَّل منها الأجهزة ولا يمكن السماع منها.
home-hear-link = ما ليس محميًّا
home-kept = ما الذي يُحفظ
home-kept-text = لا تسجيل ولا حساب. بعد دقائق من مغادرة آخر شخص تُمحى الغرفة.
home-else = من غيرهم يعلم بالأمر
home-else-text = لا تتصل هذه الصفحة بأحد سوى { $host }. لا عدّ ولا خطوط ولا صور من مكان آخر.

room-title = محادثة
room-opening = جارٍ فتح المحادثة
room-noscript = تحتاج المحادثة إلى جافاسكربت، لأن التشفير يجري في متصفحك. وهي متوقفة في هذا المتصفح.

protection-title = ما هو محميّ وما ليس محميًّا
protection-lead = سطر لكل أمر، وكيف نعرف ذلك. الاختبارات جزء من البرنامج.
protection-what = الأمر
protection-state = الحال
protection-words = بالكلمات
protection-tested = كيف يُختبر
protection-tested-short = الاختبار
protection-yes = محميّ
protection-part = جزئيًّا
protection-no = غير محميّ
protection-nothing = لا شيء يُختبر.

protection-room = في الغرفة
protection-content = ما تقوله وتعرضه وتكتبه
protection-content-words = يُشفَّر في متصفحك للأشخاص الموجودين في غرفتك. { $instance } تمرّره ولا يمكن فتحه فيها.
protection-content-tested = يستقبل اتصالٌ بلا مفاتيح محادثةً تجريبية ولا يستطيع عرض شيء منها. وتُبحث كلمات معلَّمة في قاعدة بيانات الخادم وسجلاته وحركة بياناته: لا توجد، بينما يوجد الشاهد الذي يجب أن يوجد.
protection-unseen = ألّا يسمع أحد خفيةً
protection-unseen-words = قائمة الأشخاص هي قائمة المفاتيح. أي اتصال زائد لا تصله صورة ولا صوت، ويظهر بعبارة «خارج المجموعة المشفّرة».
protection-unseen-tested = يوقف خادمٌ غير أمين تشفير مسار، ويغيّر هوية شخص. لا يخرج شيء في الحالتين.
protection-entry = من يدخل
protection-entry-words = لا ينضم إلا من لديه الرابط، وكل من لديه الرابط يمكنه ذلك. تبيّن الكلمات الست أن المفاتيح لدى من في قائمتك فقط، ولا تبيّن من هم.
protection-entry-tested = يُرفض الرابط الخاطئ وتبقى الغرفة كما كانت.
protection-change = قبل مجيئك وبعد مغادرتك
protection-change-words = كلما انضم أحد أو غادر صارت المفاتيح جديدة. ومن غادر قد يسمع مدة خمس ثوانٍ على الأكثر.
protection-change-tested = من غادر لا يستطيع عرض ما أُرسل بعده، ومن انضم لا يستطيع عرض ما أُرسل قبله.
protection-names = الأسماء
protection-names-words = يختار كل شخص اسمه بنفسه. لم يتحقق منه أحد.
protection-recording = تسجيل من شخص في الغرفة
protection-recording-words = لا يمكننا منع أحد من تصوير شاشة.
protection-presence = أنك موجود
protection-presence-words = يمكن أن يُرى من { $instance } أن اتصالك في غرفة، ومن متى إلى متى، ومن يرسل صوتًا. لا ما تقوله ولا اسمك.
protection-presence-tested = تُفحص قاعدة بيانات الخادم وسجلاته بعد محادثة تجريبية بحثًا عن الأسماء والرسائل.
protection-forging = لمن الصوت
protection-forging-words = قد يستطيع شخص في غرفتك، بالاتفاق مع الخادم، أن ينسب صوتًا أو صورة إلى غيره، أو أن يعيد لحظة منها.

protection-service = الخدمة وأجهزتها
protection-third = لا طرف ثالث
protection-third-words = تتصل هذه الصفحات بـ { $host } ولا تتصل بأحد غيره.
protection-third-tested = تُجرى محادثة كاملة في شبكة مغلقة ويُنظر في كل رزمة. إن ذهبت رزمة واحدة إلى غيره عُدّ البرنامج معيبًا.
protection-watching = لا مراقبة للوجوه أو الأصوات أو الانتباه
protection-watching-words = ليس لدى الخادم صورة ولا صوت ينظر فيهما. لا توجد وظيفة كهذه.
protection-watching-tested = الاختبار نفسه كما في ما تقوله.
protection-page = الصفحة نفسها
protection-page-words = مصدرها { $instance }. والصفحة المغيَّرة قد تتنصّت.
protection-library = مكتبة مفاتيح المجموعة
protection-library-words = لم يفحصها بعد أي مراجع من الخارج.
protection-library-tested = ينضم برنامج ثانٍ كُتب مستقلًا عنها (mls-rs) إلى مجموعاتنا ويصل إلى المفاتيح نفسها.
protection-device = جهازك، ومن ينظر من فوق كتفك
protection-device-words = لا شيء هنا يحمي من برنامج على هاتفك أو حاسوبك.
protection-blocking = أن يحجب أحد الخدمة
protection-blocking-words = يمكن أن تُوقَف من { $instance } أو من شبكة أو دولة. ولا يمكنهم قراءتها.

accessibility-title = سهولة الوصول
accessibility-lead = بُنيت هذه الصفحات وفق WCAG 2.2، المستوى AA. هنا ما يُفحص وما ينقص.
accessibility-checked = ما يُفحص
accessibility-checked-axe = يفحص برنامج (axe-core) كل صفحة وكل حال من أحوال الغرفة عند كل تغيير، في الوضعين الفاتح والداكن، وفي اتجاهي الكتابة.
accessibility-checked-keyboard = تُجرى محادثة كاملة بلوحة المفاتيح وحدها.
accessibility-checked-zoom = يمكن تكبير النص إلى ٤٠٠ في المئة.
accessibility-missing = ما ينقص
accessibility-missing-captions = لا توجد ترجمة مكتوبة للكلام. يمكن للجميع الكتابة في الدردشة في أي وقت، ويمكن المشاركة بالنص فقط.
accessibility-missing-people = لم تجرّبه بعد مجموعة من مستخدمي قارئات الشاشة.
accessibility-tell = وجدت عائقًا
accessibility-tell-text = أخبر من دعاك أو من يشغّل هذه الخدمة بعنوان الصفحة وبما أردت أن تفعله.

error-code = الرمز
error-not-found = لا توجد صفحة كهذه
error-not-found-text = قد يكون في العنوان خطأ، أو قد يكون الرابط ناقصًا. في رابط المحادثة جزء بعد العلامة #.
error-gone = انتهت هذه المحادثة
error-gone-text = لقد مُحيت. لا يستطيع أحد أن يفتح ما قيل.
error-busy = طلبات كثيرة جدًّا من اتصالك
error-busy-text = { $minutes ->
    [0] انتظر لحظة ثم حاول مرة أخرى.
    [one] حاول مرة أخرى بعد دقيقة واحدة.
    [two] حاول مرة أخرى بعد دقيقتين.
    [few] حاول مرة أخرى بعد { $minutes } دقائق.
    [many] حاول مرة أخرى بعد { $minutes } دقيقة.
   *[other] حاول مرة أخرى بعد { $minutes } دقيقة.
}
error-refused = لا يمكن الرد على هذا الطلب
error-refused-text = ليس على الصورة التي تفهمها هذه الخدمة.
error-server = حدث خطأ في الخادم
error-server-text = لم يكن الخطأ منك. حاول مرة أخرى بعد دقيقة. وإن بقي الأمر فأخبر من يشغّل هذه الخدمة بالرمز أدناه.
