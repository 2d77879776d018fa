namespace AkkaOrm;
