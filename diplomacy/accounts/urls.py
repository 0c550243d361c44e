"""Addresses of one's own account, under /fa/desk/."""

from django.urls import path

from .views.account import AccountView, PasswordView
from .views.passwords import ChoosePasswordView, ForgottenView
from .views.sign_in import SignInView, SignOutView

app_name = "accounts"

urlpatterns = [
    path("sign-in/", SignInView.as_view(), name="sign-in"),
    path("sign-out/", SignOutView.as_view(), name="sign-out"),
    path("account/", AccountView.as_view(), name="account"),
    path("account/password/", PasswordView.as_view(), name="password"),
    path("forgotten/", ForgottenView.as_view(), name="forgotten"),
    path("password/<uidb64>/<token>/", ChoosePasswordView.as_view(), name="choose-password"),
]
