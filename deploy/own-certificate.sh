#!/bin/sh
# A root of your own that is good for one name or address only, and a certificate signed by it:
#
#   sh deploy/own-certificate.sh 192.168.1.10 FOLDER
#
# FOLDER then holds root.crt, which phones of the house are told to trust (/ready/ says how), and
# street.pem with street.key for nginx. root.key signs the next one, in two years: put it into the
# safe, not onto this machine. Run again with root.key in FOLDER it makes a new certificate for the
# same name, and phones notice nothing. Needs openssl 3.
set -eu
umask 077
site=$1
folder=$2
case $site in
*[!0-9.]*) name="DNS:$site" only="permitted;DNS:$site" never="excluded;IP:0.0.0.0/0.0.0.0,excluded;IP:::/::" ;;
*) name="IP:$site" only="permitted;IP:$site/255.255.255.255" never="permitted;DNS:none.invalid,excluded;IP:::/::" ;;
esac
mkdir -p "$folder"
cd "$folder"
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc"
if [ ! -e root.key ]; then
	openssl req -x509 $curve -keyout root.key -out root.crt -days 3650 \
		-subj "/CN=Zerentian $site" \
		-addext "basicConstraints=critical,CA:TRUE,pathlen:0" \
		-addext "keyUsage=critical,keyCertSign" \
		-addext "nameConstraints=critical,$only,$never" 2>/dev/null
fi
# Phones take none that is good for more than 825 days.
openssl req $curve -keyout street.key -out street.csr -subj "/O=Zerentian" 2>/dev/null
printf '%s\n' "subjectAltName=$name" "basicConstraints=critical,CA:FALSE" \
	"keyUsage=critical,digitalSignature" "extendedKeyUsage=serverAuth" >street.ext
openssl x509 -req -in street.csr -CA root.crt -CAkey root.key -CAcreateserial -days 800 \
	-extfile street.ext -out street.pem 2>/dev/null
rm -f street.csr street.ext root.srl
chmod 644 root.crt street.pem
openssl x509 -in root.crt -noout -fingerprint -sha256
