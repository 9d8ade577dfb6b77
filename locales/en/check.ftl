## Words of the script that compares the files of this page with the list.

check-running = Fetching the files and comparing them
check-same = As listed
check-different = Not as listed
check-missing = Could not be fetched
check-all = { $files ->
    [one] One file is as listed, and your browser comes to the same sum over all.
   *[other] All { $files } files are as listed, and your browser comes to the same sum over all.
}
check-some = { $files ->
    [one] One file is not as listed. Say nothing confidential here until it is explained, and tell whoever runs this service.
   *[other] { $files } files are not as listed. Say nothing confidential here until it is explained, and tell whoever runs this service.
}
check-sum = The files are as listed, but the sum over all is not that of the list. Say nothing confidential here until it is explained, and tell whoever runs this service.
check-gone = { $files ->
    [one] One file could not be fetched. Try again when the connection is better.
   *[other] { $files } files could not be fetched. Try again when the connection is better.
}
check-impossible = This browser computes sums only on pages that come by HTTPS.
